"""The objects of a submission on this side: handles, and the questions that they ask."""
