using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>A terminal as it really is.</summary>
/// <param name="Access">Round trip of its own line, in milliseconds.</param>
/// <param name="Packets">Packets per second that it publishes.</param>
/// <param name="Label">The region label that it or its front door gives: one in twenty is the wrong one.</param>
public sealed record SimTerminal(TerminalId Id, int Index, SimGroup Group, Point At, double Access, double Packets, string Label)
{
    /// <summary>What it measured when it entered.</summary>
    public Nearness Near { get; set; } = Nearness.Unknown;
}
