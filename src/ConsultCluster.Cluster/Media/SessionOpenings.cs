using ConsultCluster.Domain;

namespace ConsultCluster.Cluster.Media;

/// <summary>Sessions that relays were asked to open and have not answered. Only on the grain's scheduler.</summary>
internal sealed class SessionOpenings
{
    private readonly List<Opening> _openings = [];
    private long _number;

    public bool Any => _openings.Count > 0;

    /// <summary>Relays that were asked.</summary>
    public IEnumerable<RelayId> Relays => _openings.Select(opening => opening.Relay);

    public Opening Begin(TerminalId terminal, RelayId relay, bool isStandby)
    {
        var opening = new Opening(++_number, terminal, relay, isStandby);
        foreach (var before in _openings.Where(before => before.Terminal == terminal && before.IsStandby == isStandby))
        {
            before.IsSuperseded = true;
        }

        _openings.Add(opening);
        return opening;
    }

    /// <summary>The relay answered, or its time is over; false when the terminal has asked for another session of its kind since.</summary>
    public bool End(Opening opening)
    {
        _openings.Remove(opening);
        return !opening.IsSuperseded;
    }

    /// <summary>That relay is asked for a session of the terminal now.</summary>
    public bool Has(TerminalId terminal, RelayId relay) => _openings.Exists(opening => opening.Terminal == terminal && opening.Relay == relay);

    /// <summary>One of them.</summary>
    public sealed record Opening(long Number, TerminalId Terminal, RelayId Relay, bool IsStandby)
    {
        /// <summary>The terminal has asked for another session of its kind.</summary>
        public bool IsSuperseded { get; set; }
    }
}
