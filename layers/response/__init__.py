"""The reaction time: who is expected to answer, the chain of stages of each, finite lift, the gap, the draws."""
