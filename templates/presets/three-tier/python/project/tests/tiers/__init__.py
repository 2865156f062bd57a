"""Tests of the three tiers."""
