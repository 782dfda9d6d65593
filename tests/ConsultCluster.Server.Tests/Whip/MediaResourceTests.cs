using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Server.Whip;

namespace ConsultCluster.Server.Tests.Whip;

public sealed class MediaResourceTests
{
    private static readonly GroupId Group = new("g-1");
    private static readonly TerminalId Terminal = new("t-1");
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private readonly MediaResource _resource =
        new("s-1", MediaDirection.Whip, new TokenId("k-1"), null!, new Actor(new PersonId("p-1"), default, "127.0.0.1"));

    public MediaResourceTests() => Assert.True(_resource.TrySeat(Terminal));

    [Fact]
    public void Present_WhileTheSessionLasts_IsItsTerminal()
    {
        _resource.OnEvent(new MemberMediaLost(Group, 1, Now, new TerminalId("t-2")));

        Assert.Equal([Terminal], _resource.Present);
    }

    [Fact]
    public void Present_SessionOver_IsEmpty()
    {
        _resource.OnEvent(new MemberMediaLost(Group, 1, Now, Terminal));

        Assert.Empty(_resource.Present);
    }
}
