"""Packages for platforms that grade by themselves, and what runs in them."""
