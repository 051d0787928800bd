from github import Auth, Github


def triage(repo):
    repo.create_issue("Lamp broken", description="It is dark.")  # wrong: unknown argument
    issue = repo.create_issue("Lamp broken", body="It is dark.", labels=["bug"])  # right
    issue.edit(state="resolved")  # wrong: open value
    issue.edit(state="closed", state_reason="completed")  # right
    issue.comment("Noted")  # wrong: unknown member
    issue.create_comment("Noted")  # right
    repo.get_issues(labels="bug")  # wrong: type
    for found in repo.get_issues(state="open", labels=["bug"], sort="updated"):  # right
        print(found.user.login, found.title)  # right
        print(found.author)  # wrong: reply field


def release(repo):
    repo.create_pull(head="work", title="New lamps")  # wrong: missing argument
    repo.create_pull(base="main", head="work", title="New lamps", draft=True)  # right
    repo.create_release("v1.0", "First", "Notes")  # wrong: unknown member
    repo.create_git_release("v1.0", "First", "Notes", generate_release_notes=True)  # right
    print(repo.stars)  # wrong: reply field
    print(repo.stargazers_count, repo.full_name)  # right


def merge(pull):
    pull.merge(method="squash")  # wrong: unknown argument
    return pull.merge(merge_method="squash", delete_branch=True).merged  # right


def open_repository(token):
    hub = Github(auth=Auth.Token(token))  # right
    hub.get_repository("acme/shop")  # wrong: unknown member
    print(hub.search_issues("lamp", repo="acme/shop").totalCount)  # right
    return hub.get_repo("acme/shop")  # right


def main(token):
    repo = open_repository(token)
    triage(repo)
    release(repo)
    merge(repo.get_pull(7))
