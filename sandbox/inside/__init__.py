"""What is visible inside the walls: this directory and nothing else of the product.

Imports the standard library, and NumPy and torch where the profile has them; never anything of
`sandbox` outside it.
"""
