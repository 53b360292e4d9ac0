"""A shop's month: what its reports and its product sheet come to, per product and market."""
