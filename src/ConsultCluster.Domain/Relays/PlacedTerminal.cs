using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Relays;

/// <summary>A terminal of a group, where it is and where it was put.</summary>
/// <param name="Near">What it last told of its round trips.</param>
public sealed record PlacedTerminal(TerminalId Terminal, Nearness Near, MediaPlace Placement)
{
    /// <summary>Its media goes to the others.</summary>
    public bool Publishes { get; init; } = true;

    /// <summary>It gets the others' media.</summary>
    public bool Subscribes { get; init; } = true;
}
