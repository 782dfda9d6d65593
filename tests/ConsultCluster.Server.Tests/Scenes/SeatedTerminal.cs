using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>A terminal that has entered.</summary>
internal sealed class SeatedTerminal(HubTerminal terminal, string groupId, string seatKey, EnterReply entered) : IAsyncDisposable
{
    public HubTerminal Terminal => terminal;

    public GroupId Group { get; } = new(groupId);

    public string SeatKey => seatKey;

    public EnterReply Entered => entered;

    public string Id => entered.TerminalId;

    public static async Task<SeatedTerminal> TakeAsync(TestServer server, IssuedTokenDto token, string? seatKey = null)
    {
        var terminal = await server.ConnectAsync(token.Token);
        var key = seatKey ?? HubTerminal.NewSeatKey();
        var reply = await terminal.Enter(new EnterRequest(key));
        Assert.Null(reply.Error);
        return new SeatedTerminal(terminal, token.GroupId, key, reply.Value!);
    }

    public async Task<OfferReply> OfferAsync()
    {
        var reply = await terminal.Offer(new OfferRequest("offer of " + Id, new(StringComparer.Ordinal) { ["0"] = "microphone" }, null, null));
        Assert.Null(reply.Error);
        return reply.Value!;
    }

    public ValueTask DisposeAsync() => terminal.DisposeAsync();
}
