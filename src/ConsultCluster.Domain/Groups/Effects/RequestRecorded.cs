namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Write the request's row.</summary>
public sealed record RequestRecorded(ConsultationRequest Request) : GroupEffect;
