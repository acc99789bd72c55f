"""What ``nbgrader autograde`` runs for our assignments: read, repair and judge notebooks."""
