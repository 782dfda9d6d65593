using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Groups;

/// <summary>Sorts a decision's effects into what the store writes.</summary>
internal static class TurnRecord
{
    public static GroupTurn Of<T>(Decision<T> decision, long version)
        where T : class
    {
        var tokens = ImmutableArray.CreateBuilder<TokenRecord>();
        var participants = ImmutableArray.CreateBuilder<Participant>();
        var messages = ImmutableArray.CreateBuilder<ChatMessage>();
        var audit = ImmutableArray.CreateBuilder<AuditEntry>();
        ConsultationRequest? request = null;

        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case RequestRecorded recorded:
                    request = recorded.Request;
                    break;
                case TokenChanged changed:
                    tokens.Add(changed.Token);
                    break;
                case ParticipantChanged changed:
                    participants.Add(changed.Participant);
                    break;
                case MessageRecorded recorded:
                    messages.Add(recorded.Message);
                    break;
                case AuditWritten written:
                    audit.Add(written.Entry);
                    break;
                default:
                    break;
            }
        }

        var after = decision.Next.Snapshot().Value
            ?? throw new InvalidOperationException("A group without a request has nothing to save.");
        return new GroupTurn(
            after,
            GroupDocument.Write(decision.Next),
            version,
            request,
            tokens.ToImmutable(),
            participants.ToImmutable(),
            messages.ToImmutable(),
            audit.ToImmutable());
    }
}
