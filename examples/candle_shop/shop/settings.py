"""Everything that differs between the test shop and the real one."""

import os

STRIPE_API = "https://api.stripe.com/v1"
STRIPE_KEY = os.environ.get("STRIPE_KEY", "")
SUPABASE_URL = "https://abcdefghijklmnopqrst.supabase.co"
SUPABASE_KEY = os.environ.get("SUPABASE_KEY", "")
SHOP_URL = "https://candles.example"
