using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Stores;

/// <summary>A sign-in that has not ended.</summary>
/// <param name="Id">Hash of the secret in the cookie; the secret itself is never stored, so the id may be shown.</param>
/// <param name="Person">Whose it is.</param>
/// <param name="StartedAt">When the person signed in.</param>
/// <param name="UsedAt">Last request, to some minutes.</param>
/// <param name="From">Network address of the last request, to some minutes.</param>
/// <param name="Agent">Family of the browser, such as <c>Chrome, Windows</c>.</param>
public sealed record StaffSession(string Id, PersonId Person, DateTimeOffset StartedAt, DateTimeOffset UsedAt, string From, string Agent);

/// <summary>A session with its account as it is now.</summary>
public sealed record SignedInSession(StaffSession Session, StaffAccount Account);
