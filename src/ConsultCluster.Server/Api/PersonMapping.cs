using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Api;

/// <summary>Accounts and sessions as the API shows them.</summary>
internal static class PersonMapping
{
    public static PersonDto ToDto(this StaffAccount account) => new(
        account.Id.Value, account.UserName, account.DisplayName, Role(account), account.Disabled, account.Version, account.MustChangePassword);

    /// <param name="password">The one that the server made; null when the administrator chose it.</param>
    public static CreatedPersonDto ToCreatedDto(this StaffAccount account, string? password) => new(
        account.Id.Value,
        account.UserName,
        account.DisplayName,
        Role(account),
        account.Disabled,
        account.Version,
        account.MustChangePassword,
        password,
        account.OneTimeUntil);

    /// <summary>The account as its owner sees it, with who reset the password.</summary>
    public static async Task<SignedInDto> ToSignedInAsync(this StaffAccount account, IPersonStore people) => new(
        account.Id.Value,
        account.UserName,
        account.DisplayName,
        Role(account),
        account.Disabled,
        account.MustChangePassword,
        account.Reset is { } reset
            ? new PasswordResetDto((await people.FindAsync(reset.By))?.DisplayName ?? reset.By.Value, reset.At, reset.Seen)
            : null);

    /// <param name="current">The session of who asks.</param>
    public static SessionDto ToDto(this StaffSession session, string current) =>
        new(session.Id, session.StartedAt, session.UsedAt, session.From, session.Agent, session.Id == current);

    private static string Role(StaffAccount account) => EnumWords<StaffRole>.Write(account.Role);
}
