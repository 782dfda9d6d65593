namespace ConsultCluster.Contracts.Http;

/// <summary>POST /api/setup: the first administrator, with the code of the link printed at first start.</summary>
/// <param name="Password">At least 10 characters.</param>
public sealed record SetupRequest(string Code, string UserName, string DisplayName, string Password);

/// <summary>POST /api/recovery: another password for an administrator, with the code of the link printed on the server's console.</summary>
/// <param name="Password">At least 10 characters.</param>
public sealed record RecoveryRequest(string Code, string Password);

/// <summary>POST /api/session.</summary>
public sealed record SignInRequest(string UserName, string Password);

/// <summary>Who is signed in; the answer of GET and POST /api/session.</summary>
/// <param name="MustChangePassword">Nothing else is allowed before PUT /api/session/password.</param>
/// <param name="PasswordReset">The last time that an administrator replaced the password; null for never.</param>
public sealed record SignedInDto(
    string PersonId,
    string UserName,
    string DisplayName,
    string Role,
    bool Disabled,
    bool MustChangePassword,
    PasswordResetDto? PasswordReset);

/// <summary>An administrator's replacing of a password.</summary>
/// <param name="By">Name of the administrator.</param>
/// <param name="Seen">The owner of the account has confirmed to have read of it.</param>
public sealed record PasswordResetDto(string By, DateTimeOffset At, bool Seen);

/// <summary>PUT /api/session/password.</summary>
/// <param name="NewPassword">At least 10 characters.</param>
public sealed record ChangePasswordRequest(string OldPassword, string NewPassword);

/// <summary>A row of GET /api/sessions and GET /api/people/{personId}/sessions.</summary>
/// <param name="UsedAt">Last request, to five minutes.</param>
/// <param name="Address">Network address of that request.</param>
/// <param name="Agent">Browser and system, such as <c>Chrome, Windows</c>.</param>
/// <param name="IsCurrent">The session of who asks.</param>
public sealed record SessionDto(string SessionId, DateTimeOffset StartedAt, DateTimeOffset UsedAt, string Address, string Agent, bool IsCurrent);

/// <summary>The answer where several sessions end at once.</summary>
public sealed record EndedSessionsDto(int Ended);
