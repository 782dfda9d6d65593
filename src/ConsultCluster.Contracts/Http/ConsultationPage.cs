namespace ConsultCluster.Contracts.Http;

/// <summary>GET /api/consultations, newest first; query parameters <c>state</c>, <c>before</c>, <c>limit</c>.</summary>
/// <param name="Next">Value of <c>before</c> for the next page; null on the last.</param>
public sealed record ConsultationPage(ConsultationSummary[] Items, string? Next);
