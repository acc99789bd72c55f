"""The lock-down: how a child locks itself in by the policy, and how its layers are tested."""
