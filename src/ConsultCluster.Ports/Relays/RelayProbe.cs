using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Relays;

/// <summary>A relay to which a terminal is to measure its round trip, and the ticket for it.</summary>
/// <param name="Addresses">Where it answers, most preferred first.</param>
/// <param name="Ticket">Good for about half a minute.</param>
public sealed record RelayProbe(RelayId Relay, ImmutableArray<IPEndPoint> Addresses, ProbeTicket Ticket);
