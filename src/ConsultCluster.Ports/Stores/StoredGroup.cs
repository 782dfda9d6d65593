using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Ports.Stores;

/// <summary>A group as it was last saved.</summary>
/// <param name="Document">JSON of the group's state, without its request.</param>
/// <param name="Request">The recorded request, the only place with patient data.</param>
/// <param name="Version">Grows by one with each save.</param>
public sealed record StoredGroup(string Document, ConsultationRequest Request, long Version);
