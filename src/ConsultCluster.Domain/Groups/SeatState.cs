using System.Text.Json.Serialization;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Groups;

/// <summary>A seat as the group itself sees it.</summary>
/// <param name="Member">What the others see.</param>
/// <param name="HeldUntil">When the seat is given up; null while the terminal's signalling is there.</param>
/// <param name="Sends">Media of the terminal arrives at the relay.</param>
/// <param name="Receives">The terminal confirmed that it gets the relay's media.</param>
public sealed record SeatState(Member Member, DateTimeOffset? HeldUntil, bool Sends, bool Receives)
{
    /// <summary>
    /// Which relays hold sessions of the terminal; null while none does. Not kept with the group: the relays themselves know what
    /// they hold, and say so to whoever directs the group next.
    /// </summary>
    [JsonIgnore]
    public MediaPlace? Place { get; init; }

    /// <summary>
    /// The relay on which a standby session was found while <see cref="Place"/> is not known, after a restart: the relay with the media may
    /// still come back, and if it does not, the terminal moves here. Null otherwise.
    /// </summary>
    [JsonIgnore]
    public RelayId? LoneStandby { get; init; }

    /// <summary>The session that media is leaving for <see cref="Place"/>; null when nothing is on its way.</summary>
    [JsonIgnore]
    public LeavingSession? Leaving { get; init; }

    /// <summary>Where media is to go soon; null when it is well where it is.</summary>
    [JsonIgnore]
    public Destination? Destination { get; init; }

    /// <summary>Where the terminal is, as it said last.</summary>
    [JsonIgnore]
    public Nearness Near { get; init; } = Nearness.Unknown;

    /// <summary>Whose seat.</summary>
    public TerminalId Terminal => Member.Terminal;

    /// <summary>True when the member's token allows all of these.</summary>
    public bool May(Permissions wanted) => (Member.Permissions & wanted) == wanted;
}
