using System.Diagnostics;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Cluster.Groups;

/// <summary>
/// When the front end of each seated terminal last said that the terminal's signalling is there. A front end that dies says nothing more, and its terminals' seats are held as if it
/// had reported each loss. Only on the grain's scheduler.
/// </summary>
/// <param name="duration">A lease runs out after this time without renewal.</param>
internal sealed class SeatLeases(TimeSpan duration)
{
    private readonly Dictionary<TerminalId, long> _renewed = [];

    /// <summary>The terminals' signalling is there.</summary>
    public void Renew(IEnumerable<TerminalId> terminals)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var terminal in terminals)
        {
            _renewed[terminal] = now;
        }
    }

    /// <summary>Terminals whose lease has run out. WHIP and WHEP terminals need none: their signalling is their media session.</summary>
    public TerminalId[] RunOut(Group group)
    {
        var seats = group.Seats
            .Where(seat => seat.HeldUntil is null && seat.Member.TerminalKind is not (TerminalKind.Whip or TerminalKind.Whep))
            .Select(seat => seat.Terminal)
            .ToHashSet();
        foreach (var gone in _renewed.Keys.Except(seats).ToArray())
        {
            _renewed.Remove(gone);
        }

        Renew(seats.Except(_renewed.Keys).ToArray());
        return [.. seats.Where(terminal => Stopwatch.GetElapsedTime(_renewed[terminal]) > duration)];
    }
}
