"""What is sold: products, their variants as SKUs, barcodes, kits with recipes, tax class, weight and size."""
