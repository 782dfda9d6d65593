using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>What tokens say, where no server issued one.</summary>
internal static class Claims
{
    public static TokenClaims OfGuest { get; } = new(
        new TokenId("t-1"),
        new GroupId("g-1"),
        new PersonId("p-1"),
        "Family",
        GroupRole.Patient,
        Permissions.Subscribe,
        TerminalKind.Browser,
        SingleUse: true,
        "hash",
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.MaxValue);
}
