"""What tests in a real browser share: the policy that pages meet, and what a page complains about."""

from playwright.sync_api import Page

POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"


def told(page: Page) -> list[str]:
    """What the page complains about: script errors, failed requests, console errors."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # A favicon that is still on its way when the next page opens is not a failure.
    page.on("requestfailed", lambda request: None if "ABORTED" in request.failure else complaints.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return complaints
