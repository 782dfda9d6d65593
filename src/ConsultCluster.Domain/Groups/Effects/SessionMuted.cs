using System.Collections.Immutable;

namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Order the relay to stop, or resume, forwarding these sources of a terminal.</summary>
public sealed record SessionMuted(TerminalId Terminal, ImmutableSortedSet<MediaSource> Muted) : GroupEffect;
