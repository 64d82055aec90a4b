"""The reception: routes, pages, forms, security headers. No queries, no rules."""
