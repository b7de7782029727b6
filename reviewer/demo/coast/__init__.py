"""The full story of the invented coast: some 200 accounts, 20,000 posts, 120 days, 600 media.

Everything is made from one seed. Hand-written accounts come first in the queue; the others are
composed from word material, so that two posts rarely read alike.
"""
