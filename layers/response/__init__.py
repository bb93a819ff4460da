"""The reaction time: the chain of stages of one unit, the earliest-arrival field, isochrones, the gap."""
