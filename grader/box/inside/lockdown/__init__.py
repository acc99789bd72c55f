"""The steps by which a child locks itself in, and the proofs that they hold."""
