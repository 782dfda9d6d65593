using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Server.Hubs;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;
using Microsoft.AspNetCore.SignalR;

namespace ConsultCluster.Server.Tests.Hubs.Connections;

public sealed class MessageGateTests : IDisposable
{
    private const string Ping = """{"type":6}""";
    private const char Separator = '\u001e';

    private static readonly TimeSpan EnterTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>As the transport makes it.</summary>
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: HubEndpoint.UnreadBytes, resumeWriterThreshold: HubEndpoint.UnreadBytes / 2));
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _limits = [];
    private readonly TerminalConnection _connection;
    private readonly MessageGate _gate;

    public MessageGateTests()
    {
        _connection = new TerminalConnection(Claims.OfGuest, "192.0.2.7", "192.0.2.7", EnterTime, _clock, (_, limit) => _limits.Add(limit));
        _gate = new MessageGate(_pipe.Reader, _connection);
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>What 902 unfinished messages of 390 KB can cost: the bytes of each that the server takes in before it hangs up.</summary>
    [Fact]
    [Trait("attack", "5")]
    public async Task Read_MessageWithoutEndBeforeEntering_TakesIn12KiBAtMost()
    {
        const int Chunk = 1024;
        var reading = ReadAsync();

        var taken = 0;
        while (taken < 390_000 && !reading.IsCompleted)
        {
            var flush = _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(new string('a', Chunk)));
            taken += Chunk;
            if (!flush.IsCompleted)
            {
                // Nobody reads any more: the transport would stop to receive.
                break;
            }
        }

        var ended = await Assert.ThrowsAsync<HubException>(() => reading.InTimeAsync());
        Assert.StartsWith(RefusalCodes.RequestTooLarge, ended.Message, StringComparison.Ordinal);
        Assert.InRange(taken, TerminalConnection.MaxFirstMessage, TerminalConnection.MaxFirstMessage + HubEndpoint.UnreadBytes);
        Assert.Equal([HubLimit.MessageSize], _limits);
    }

    [Fact]
    public async Task Read_SeveralMessagesAtOnce_PassesThemOneByOne()
    {
        await WriteAsync($"one{Separator}two{Separator}thr");

        Assert.Equal("one" + Separator, await ReadAsync());
        Assert.Equal("two" + Separator, await ReadAsync());
        var third = ReadAsync();
        Assert.False(third.IsCompleted);
        await WriteAsync($"ee{Separator}");
        Assert.Equal("three" + Separator, await third.InTimeAsync());
    }

    [Fact]
    public async Task Read_OnceEntered_TakesLargeMessagesUpToTheirLimit()
    {
        _connection.Enter();
        var large = new string('a', TerminalConnection.MaxMessage - 1) + Separator;
        var reading = ReadAsync();

        await WriteAsync(large);

        Assert.Equal(large, await reading.InTimeAsync());
        reading = ReadAsync();

        // Never done: nobody reads the rest.
        _ = WriteAsync(new string('a', TerminalConnection.MaxMessage));
        Assert.StartsWith(RefusalCodes.RequestTooLarge, (await Assert.ThrowsAsync<HubException>(() => reading.InTimeAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WholeMessageOverTheLimit_IsNotPassed()
    {
        var reading = ReadAsync();

        await WriteAsync(new string('a', TerminalConnection.MaxFirstMessage) + Separator);

        await Assert.ThrowsAsync<HubException>(() => reading.InTimeAsync());
    }

    [Fact]
    [Trait("attack", "5")]
    public async Task Read_NotEnteredWhenTimeIsUp_EndsThoughItPings()
    {
        await WriteAsync(Ping + Separator);
        await ReadAsync();
        var reading = ReadAsync();
        _clock.Advance(EnterTime - Second);
        Assert.False(reading.IsCompleted);
        await WriteAsync(Ping + Separator);
        await reading.InTimeAsync();

        reading = ReadAsync();
        _clock.Advance(Second);

        Assert.StartsWith(RefusalCodes.MemberUnknown, (await Assert.ThrowsAsync<HubException>(() => reading.InTimeAsync())).Message, StringComparison.Ordinal);
        Assert.Equal([HubLimit.EnterTime], _limits);
    }

    [Fact]
    public async Task Read_EnterAtWorkWhenTimeIsUp_GoesOnWhenItIsDone()
    {
        await WriteAsync("enter" + Separator);
        await ReadAsync();
        _clock.Advance(EnterTime + Second);
        _connection.Enter();

        await WriteAsync(Ping + Separator);

        Assert.Equal(Ping + Separator, await ReadAsync().InTimeAsync());
    }

    [Fact]
    [Trait("attack", "5")]
    public async Task Read_SilentOnceEntered_EndsAndPingsKeepIt()
    {
        _connection.Enter();
        for (var i = 0; i < 10; i++)
        {
            var pinged = ReadAsync();
            _clock.Advance(TerminalConnection.MaxSilence - Second);
            await WriteAsync(Ping + Separator);
            await pinged.InTimeAsync();
        }

        var reading = ReadAsync();
        _clock.Advance(TerminalConnection.MaxSilence + TerminalConnection.MaxSilence);

        await Assert.ThrowsAsync<HubException>(() => reading.InTimeAsync());
        Assert.Equal([HubLimit.Silence], _limits);
    }

    [Fact]
    public async Task Read_CallAtWork_IsNoSilence()
    {
        _connection.Enter();
        _clock.Advance(10 * TerminalConnection.MaxSilence);

        await WriteAsync(Ping + Separator);

        Assert.Equal(Ping + Separator, await ReadAsync().InTimeAsync());
    }

    [Fact]
    [Trait("attack", "9")]
    public async Task Read_MessagesOverTheBudget_AreCountedBeforeAnybodyReadsThem()
    {
        _connection.Enter();
        for (var i = 0; i < CallBudget.Burst; i++)
        {
            await PingAsync();
            Assert.False(_connection.Calls.IsOver);
        }

        for (var i = 0; i < CallBudget.Debt; i++)
        {
            await PingAsync();
            Assert.True(_connection.Calls.IsOver);
        }

        Assert.StartsWith(RefusalCodes.RequestFlood, (await Assert.ThrowsAsync<HubException>(PingAsync)).Message, StringComparison.Ordinal);

        async Task PingAsync()
        {
            await WriteAsync(Ping + Separator);
            await ReadAsync();
        }
    }

    [Fact]
    public async Task End_WhileItIsRead_TellsTheReason()
    {
        var reading = ReadAsync();

        _connection.End(new Refusal(RefusalCodes.TokenRevoked, "Gone."));

        Assert.Equal("token.revoked: Gone.", (await Assert.ThrowsAsync<HubException>(() => reading.InTimeAsync())).Message);
        await Assert.ThrowsAsync<HubException>(ReadAsync);
    }

    [Fact]
    public async Task CancelPendingRead_BySignalR_IsPassed()
    {
        var reading = _gate.ReadAsync().AsTask();

        _gate.CancelPendingRead();

        Assert.True((await reading.InTimeAsync()).IsCanceled);
    }

    [Fact]
    public async Task Read_EndOfTheLine_IsPassedWithWhatIsLeft()
    {
        await WriteAsync("unfinished");
        await _pipe.Writer.CompleteAsync();

        var read = await _gate.ReadAsync();

        Assert.Equal((true, 10), (read.IsCompleted, read.Buffer.Length));
    }

    private async Task WriteAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads as SignalR does: everything that it is shown.</summary>
    private async Task<string> ReadAsync()
    {
        var read = await _gate.ReadAsync();
        var text = Encoding.UTF8.GetString(read.Buffer.ToArray());
        _gate.AdvanceTo(read.Buffer.End);
        return text;
    }
}
