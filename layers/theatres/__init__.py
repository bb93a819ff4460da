"""Both ends of Eurasia: what counts as a response, the price of distraction, and what would have to be true."""
