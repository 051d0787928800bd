"""Which HTTP operations the methods of a package send: verbs, URL templates, hosts, and who else fixes an address.

Imports `modules`, `types`, `sdks/index` and `model`.
"""
