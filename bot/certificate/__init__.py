"""Certificates as documents: the printed page, the signed code on it, the badge. Knows no database."""
