"""Long work, as a person sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tumen_desk.accounts.access import Door, behind
from tumen_desk.jobs import services
from tumen_desk.jobs.models import Job


@behind(Door.RECORD_READ)
def jobs(request: HttpRequest) -> HttpResponse:
    """The latest hundred pieces of work."""
    return render(request, "jobs/list.html", {"jobs": Job.objects.all()[:100]})


@behind(Door.RECORD_READ)
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One piece of work, with a bar that moves."""
    return render(request, "jobs/job.html", {"job": get_object_or_404(Job, pk=job_id)})


@behind(Door.RECORD_READ)
def job_part(request: HttpRequest, job_id: int) -> HttpResponse:
    """The moving part of the page; asks for itself again while there is something to wait for."""
    return render(request, "jobs/job_part.html", {"job": get_object_or_404(Job, pk=job_id)})


@behind(Door.RECORD_READ)
@require_POST
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Ask it to stop. Everybody may stop what they started; others need the protection lead."""
    found = get_object_or_404(Job, pk=job_id)
    services.cancel_for(user=request.user, job=found)  # type: ignore[arg-type]
    return redirect("jobs:job", job_id=job_id)
