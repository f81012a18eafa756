"""Tables of counts that know whom they count, and the measures made from them."""
