"""Demand: orders with their lines, line ledger, holds, notes. What people decide is a state; what happened is an entry."""
