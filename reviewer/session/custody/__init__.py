"""Custody and referral: holds, keep-open requests, packets."""
