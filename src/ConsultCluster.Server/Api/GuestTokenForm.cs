using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Server.Api;

/// <summary>Reads an order for somebody else's token, with all mistakes at once.</summary>
internal static class GuestTokenForm
{
    private const int MaxDisplayName = 80;
    private const int MinLifetimeSeconds = 60;
    private const int MaxLifetimeSeconds = 86_400;
    private const int DefaultLifetimeSeconds = 900;

    /// <summary>A shift: nobody stands beside a device to give it another token.</summary>
    private const int DeviceLifetimeSeconds = 12 * 3600;

    private const Permissions Talks = Permissions.Publish | Permissions.Subscribe | Permissions.Chat;

    public static TokenOrder Read(IssueTokenRequest form, GroupId group, Actor by, string patientHash, FieldMistakes mistakes)
    {
        var request = NewId.Request();
        if (form.RequestId is not null && !RequestId.TryParse(form.RequestId, out request))
        {
            mistakes.Add("requestId", "Must have 1 to 64 characters of A-Z a-z 0-9 _ -.");
        }

        var role = mistakes.Word<GroupRole>("role", form.Role);
        if (role is GroupRole.Applicant or GroupRole.Coordinator && form.Role is not null && EnumWords<GroupRole>.TryRead(form.Role, out _))
        {
            mistakes.Add("role", "Applicants and coordinators enter with their account.");
        }

        var kind = form.TerminalKind is null ? TerminalKind.Browser : mistakes.Word<TerminalKind>("terminalKind", form.TerminalKind);
        var permissions = Usual(role, kind);
        if (form.Permissions is not null && !FlagWords<Permissions>.TryRead(form.Permissions, out permissions))
        {
            mistakes.Add("permissions", $"May have {string.Join(", ", FlagWords<Permissions>.Write((Permissions)~0))} only.");
        }

        var lifetime = mistakes.Range("lifetimeSeconds", form.LifetimeSeconds, MinLifetimeSeconds, MaxLifetimeSeconds);
        return new TokenOrder(
            NewId.Token(group, by.Person, request),
            by,
            NewId.Guest(group, by.Person, request),
            mistakes.Name("displayName", form.DisplayName, MaxDisplayName),
            role,
            permissions,
            kind,
            // An encoder that lost its network starts a new session with the same token.
            form.SingleUse ?? kind == TerminalKind.Browser,
            TimeSpan.FromSeconds(lifetime ?? (kind == TerminalKind.Browser ? DefaultLifetimeSeconds : DeviceLifetimeSeconds)),
            patientHash);
    }

    private static Permissions Usual(GroupRole role, TerminalKind kind) => (kind, role) switch
    {
        (TerminalKind.Whip, _) => Permissions.Publish,
        (TerminalKind.Whep, _) => Permissions.Subscribe,
        (_, GroupRole.Observer) => Permissions.Subscribe,
        (_, GroupRole.Expert) => Talks | Permissions.ShareScreen,
        (_, GroupRole.Device) => Permissions.Publish | Permissions.Subscribe,
        _ => Talks,
    };
}
