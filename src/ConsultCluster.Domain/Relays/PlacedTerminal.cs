using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Relays;

/// <summary>A terminal of a group, with its location and its relays.</summary>
/// <param name="Near">Its last report of its location.</param>
public sealed record PlacedTerminal(TerminalId Terminal, Nearness Near, MediaPlace Placement)
{
    /// <summary>True when its media is sent to the others.</summary>
    public bool Publishes { get; init; } = true;

    /// <summary>True when it receives the others' media.</summary>
    public bool Subscribes { get; init; } = true;
}
