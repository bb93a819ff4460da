"""`rimland brief`."""
import click
@click.command()
def brief(): pass
