"""Which room answers which address."""

from django.urls import include, path

urlpatterns = [
    path("", include("tumen_desk.shell.urls")),
    path("accounts/", include("tumen_desk.accounts.urls")),
    path("jobs/", include("tumen_desk.jobs.urls")),
    path("log/", include("tumen_desk.audit.urls")),
    path("record/", include("tumen_desk.record.urls")),
    path("search/", include("tumen_desk.find.urls")),
    path("coding/", include("tumen_desk.coding.urls")),
    path("link/", include("tumen_desk.link.urls")),
    path("count/", include("tumen_desk.count.urls")),
    path("act/", include("tumen_desk.act.urls")),
    path("read/", include("tumen_desk.read.urls")),
    path("keep/", include("tumen_desk.keep.urls")),
]
handler403 = "tumen_desk.shell.error_pages.forbidden"
handler404 = "tumen_desk.shell.error_pages.not_found"
handler500 = "tumen_desk.shell.error_pages.unexpected"
