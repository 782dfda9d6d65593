using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Telemetry;

/// <summary>The consultation store with every operation measured.</summary>
internal sealed class MeasuredGroupStore(IGroupStore inner, StoreMetrics metrics, StoreWrites writes) : IGroupStore
{
    public Task<StoredGroup?> LoadAsync(GroupId group) => metrics.MeasureAsync("load", () => inner.LoadAsync(group));

    public Task SaveAsync(GroupTurn turn) => metrics.MeasureAsync("save", async () =>
    {
        await writes.RunAsync(() => inner.SaveAsync(turn));
        return true;
    });

    public Task<ImmutableArray<GroupId>> ListOpenAsync() => metrics.MeasureAsync("list_open", inner.ListOpenAsync);

    public Task<ImmutableArray<GroupId>> ListOpenOfAsync(PersonId person) => metrics.MeasureAsync("list_open_of", () => inner.ListOpenOfAsync(person));

    public Task<ConsultationList> ListAsync(ConsultationQuery query) => metrics.MeasureAsync("list", () => inner.ListAsync(query));

    public Task<ConsultationRecord?> FindAsync(GroupId group) => metrics.MeasureAsync("find", () => inner.FindAsync(group));

    public Task<ConsultationRecord?> FindByRequestAsync(RequestId request) =>
        metrics.MeasureAsync("find_by_request", () => inner.FindByRequestAsync(request));

    public Task<ImmutableArray<TokenRecord>> TokensAsync(GroupId group) => metrics.MeasureAsync("tokens", () => inner.TokensAsync(group));

    public Task<ImmutableArray<Participant>> ParticipantsAsync(GroupId group) =>
        metrics.MeasureAsync("participants", () => inner.ParticipantsAsync(group));

    public Task<ImmutableArray<ChatMessage>> MessagesAsync(GroupId group, long? before, int limit) =>
        metrics.MeasureAsync("messages", () => inner.MessagesAsync(group, before, limit));

    public Task<ChatMessage?> FindMessageAsync(GroupId group, TerminalId terminal, string id) =>
        metrics.MeasureAsync("find_message", () => inner.FindMessageAsync(group, terminal, id));
}
