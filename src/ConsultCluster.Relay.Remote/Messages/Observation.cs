using ConsultCluster.Relay.Remote.Messages.Events;

namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Starts or stops events of this group on that relay.</summary>
public sealed record Observe(string RelayId, string GroupId, bool IsWanted) : NodeMessage;

/// <summary>An event of a session.</summary>
public sealed record EventMessage(string RelayId, string GroupId, string TerminalId, SessionEvent Event) : NodeMessage;

/// <summary>What another terminal sends and a terminal cannot decode.</summary>
/// <param name="TerminalId">The terminal that sends.</param>
/// <param name="Source"><c>microphone</c>, <c>camera</c>, <c>screen</c>.</param>
/// <param name="Codec">Its format, such as <c>H.264 High</c>.</param>
public sealed record UndecodableTrack(string TerminalId, string Source, string Codec);

/// <summary>A receive slot of a terminal and what fills it.</summary>
/// <param name="Mid">The slot's media id in that terminal's description.</param>
/// <param name="TerminalId">Terminal whose track fills it; null when empty.</param>
/// <param name="Source"><c>microphone</c>, <c>camera</c>, <c>screen</c>; null when empty.</param>
public sealed record FilledSlot(string Mid, string? TerminalId = null, string? Source = null);
