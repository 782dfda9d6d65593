using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>The documented accounts of <c>--demo</c>. Without that flag they cannot sign in: everybody knows their password.</summary>
/// <param name="enabled">Whether the server runs with <c>--demo</c>.</param>
public sealed class DemoAccounts(bool enabled, IPersonStore people, StaffPasswords passwords, TimeProvider clock)
{
    /// <summary>The password of all of them.</summary>
    public const string Password = "consult-demo-2026";

    private const string IdPrefix = "demo-";

    private static readonly (string UserName, string DisplayName, StaffRole Role)[] Accounts =
    [
        ("li.applicant", "李文 Li Wen", StaffRole.Applicant),
        ("wang.expert", "王敏 Wang Min", StaffRole.Expert),
        ("zhao.coordinator", "赵强 Zhao Qiang", StaffRole.Coordinator),
        ("admin", "管理员 Admin", StaffRole.Administrator),
    ];

    /// <summary>User names, for the start-up message.</summary>
    public static IEnumerable<string> UserNames => Accounts.Select(a => a.UserName);

    /// <summary>False for a demo account while the server runs without <c>--demo</c>.</summary>
    public bool MaySignIn(StaffAccount account) => enabled || !IsDemo(account);

    /// <summary>True when an administrator exists that may sign in.</summary>
    public async Task<bool> AnyAdministratorAsync() =>
        (await people.ListAsync()).Any(p => p.Role == StaffRole.Administrator && !p.Disabled && MaySignIn(p));

    /// <summary>Creates what is missing; refuses on an installation that real people use.</summary>
    public async Task<Outcome> CreateAsync()
    {
        var existing = await people.ListAsync();
        if (existing.Any(p => !IsDemo(p)))
        {
            return Outcome.Refuse(RefusalCodes.RequestInvalid, "--demo is refused: this data folder already has accounts of real people.");
        }

        foreach (var (userName, displayName, role) in Accounts.Where(a => existing.All(p => p.UserName != a.UserName)))
        {
            var now = clock.GetUtcNow();
            var id = new PersonId(IdPrefix + role.ToString().ToLowerInvariant());
            var account = new StaffAccount(id, userName, displayName, role, passwords.Hash(Password), Disabled: false, now);
            await people.AddAsync(account, new AuditEntry(
                now, null, new PersonId(AuditEntry.System), AuditEntry.System, AuditActions.PersonCreated, $$"""{"person":"{{id}}"}"""));
        }

        return Outcome.Done;
    }

    private static bool IsDemo(StaffAccount account) => account.Id.Value.StartsWith(IdPrefix, StringComparison.Ordinal);
}
