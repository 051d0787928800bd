"""What a call is: an HTTP request, steps through an SDK, what is read of a reply.

Handed to the engine through the frame. Imports `claims/engine`, `claims/ir`, `rulebook` (client rules) and `model`.
"""
