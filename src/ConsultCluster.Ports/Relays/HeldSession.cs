using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Relays;

/// <summary>A session that a relay holds.</summary>
/// <param name="Epoch">The newest epoch that the relay knows of the group.</param>
/// <param name="IsStandby">It is only held ready, see <see cref="SessionOrder.IsStandby"/>.</param>
public sealed record HeldSession(GroupId Group, long Epoch, TerminalId Terminal, bool IsStandby);
