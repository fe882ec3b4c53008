"""The support desk: pages for consultants, who see to the accounts of others. Its texts are Russian.

Whatever is looked at here is in the audit, under the consultant's login.
"""
