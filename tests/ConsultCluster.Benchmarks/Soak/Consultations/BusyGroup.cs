using ConsultCluster.Benchmarks.Soak.Record;
using ConsultCluster.Benchmarks.Soak.Terminals;
using ConsultCluster.Contracts.Http;

namespace ConsultCluster.Benchmarks.Soak.Consultations;

/// <summary>
/// One consultation after the other, each with members that come, talk, write, mute themselves and go; some have their token revoked, and at the end everybody's
/// consultation is closed.
/// </summary>
/// <param name="fail">Told with a sentence when somebody is still there whom the server should have put out.</param>
internal sealed class BusyGroup(SoakApi api, Crowd crowd, MediaLoop loop, Acknowledged acknowledged, BusyOptions options, Action<string> fail)
{
    private static readonly TimeSpan _tokenLife = TimeSpan.FromMinutes(15);

    /// <summary>For a server to close the connection of one who was put out; longer than any silo needs to be given up and replaced.</summary>
    private static readonly TimeSpan _outWithin = TimeSpan.FromSeconds(60);

    /// <summary>Of the stays, those that end by a revoked token.</summary>
    private const double RevokedShare = 0.3;

    private const double MutedShare = 0.3;

    private readonly string[] _regions = ["east", "middle", "west"];
    private int _inside;

    /// <summary>Members that are there now.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Goes on until it is told to end, and then closes the last one.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var group = await api.OpenAsync("Busy");
            using var over = CancellationTokenSource.CreateLinkedTokenSource(end);
            over.CancelAfter(options.Life);
            var stays = await Task.WhenAll(Enumerable.Range(0, options.Members).Select(seat => SeatAsync(group, seat, over.Token)));
            await api.CloseAsync(group);
            await Task.WhenAll(stays.OfType<Stay>().Select(stay => PutOutAsync(stay, $"{group} was closed")));
        }
    }

    /// <summary>One member after the other; returns the stay of the last one, whom the close is to put out. Null when there is none.</summary>
    private async Task<Stay?> SeatAsync(string group, int seat, CancellationToken over)
    {
        Stay? last = null;
        for (var turn = 0; last is null && !over.IsCancellationRequested; turn++)
        {
            var token = await api.InviteAsync(group, $"Guest {seat + 1}-{turn + 1}", _tokenLife);
            last = await VisitAsync(crowd.Make(loop, token, _regions[(seat + turn) % _regions.Length], hasVideo: true), token, over);
        }

        return last;
    }

    /// <summary>Until the member is gone; the rest of its stay when it is still there at the end of the consultation.</summary>
    private async Task<Stay?> VisitAsync(SoakTerminal terminal, IssuedTokenDto token, CancellationToken over)
    {
        var stay = CountedStayAsync(terminal);
        using (var gone = CancellationTokenSource.CreateLinkedTokenSource(over, terminal.Seat.Ended))
        {
            gone.CancelAfter(options.Stay * (0.5 + (0.5 * Random.Shared.NextDouble())));
            await TalkAsync(terminal, gone.Token);
        }

        if (over.IsCancellationRequested)
        {
            terminal.Seat.ExpectEnd();
            return new Stay(terminal, stay);
        }

        if (Random.Shared.NextDouble() < RevokedShare)
        {
            terminal.Seat.ExpectEnd();
            await api.RevokeAsync(token.GroupId, token.TokenId);
            await PutOutAsync(new Stay(terminal, stay), $"its token {token.TokenId} was revoked");
        }
        else
        {
            await terminal.Seat.LeaveAsync();
            await stay;
        }

        return null;
    }

    /// <summary>Waits until the server has put the terminal out, which goes by itself when it has not.</summary>
    private async Task PutOutAsync(Stay stay, string why)
    {
        if (await Task.WhenAny(stay.Rest, Pace.ForAsync(_outWithin)) != stay.Rest)
        {
            fail($"{stay.Terminal.Name} of {stay.Terminal.Group} ({stay.Terminal.Seat.TerminalId}) was still connected {_outWithin.TotalSeconds} s after {why}.");
            stay.Terminal.Seat.Abandon();
        }

        await stay.Rest;
    }

    private async Task CountedStayAsync(SoakTerminal terminal)
    {
        Interlocked.Increment(ref _inside);
        await terminal.StayAsync();
        Interlocked.Decrement(ref _inside);
    }

    private async Task TalkAsync(SoakTerminal terminal, CancellationToken gone)
    {
        for (var i = 1; !gone.IsCancellationRequested; i++)
        {
            if (await terminal.Speech.SayAsync($"血压 Blood pressure {100 + (i % 60)}/60, {i}") is { } message)
            {
                acknowledged.Messages.Enqueue(message);
            }

            if (i % 2 == 0)
            {
                await terminal.Speech.MuteAsync(Random.Shared.NextDouble() < MutedShare);
            }

            await Pace.ForAsync(options.Speak * (0.5 + Random.Shared.NextDouble()), gone);
        }
    }

    /// <param name="Rest">Done when the terminal is out.</param>
    private sealed record Stay(SoakTerminal Terminal, Task Rest);
}
