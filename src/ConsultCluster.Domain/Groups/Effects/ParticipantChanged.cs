namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Write the row of a stay.</summary>
public sealed record ParticipantChanged(Participant Participant) : GroupEffect;
