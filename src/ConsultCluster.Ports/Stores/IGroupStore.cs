using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Ports.Stores;

/// <summary>
/// Consultations at rest. Every method throws <see cref="StorageUnavailableException"/> while the database is locked, full or
/// gone, and works again when the cause is gone. Times are kept to the microsecond at least.
/// </summary>
public interface IGroupStore
{
    /// <summary>A group's state; null when it was never requested.</summary>
    Task<StoredGroup?> LoadAsync(GroupId group);

    /// <summary>Writes one turn: all of it or nothing. When it returns, the turn survives a killed process.</summary>
    /// <exception cref="StaleGroupException">Somebody else saved the group since; load it again.</exception>
    Task SaveAsync(GroupTurn turn);

    /// <summary>Groups that are neither closed nor expired, for start-up.</summary>
    Task<ImmutableArray<GroupId>> ListOpenAsync();

    /// <summary>Those of them in which the person holds or has issued a token that was not revoked.</summary>
    Task<ImmutableArray<GroupId>> ListOpenOfAsync(PersonId person);

    /// <summary>A page of consultations, newest first.</summary>
    Task<ConsultationList> ListAsync(ConsultationQuery query);

    /// <summary>One consultation with its request; null when there is none.</summary>
    Task<ConsultationRecord?> FindAsync(GroupId group);

    /// <summary>The consultation that serves a request; null when there is none.</summary>
    Task<ConsultationRecord?> FindByRequestAsync(RequestId request);

    /// <summary>A group's token rows, oldest first.</summary>
    Task<ImmutableArray<TokenRecord>> TokensAsync(GroupId group);

    /// <summary>A group's stays, oldest first.</summary>
    Task<ImmutableArray<Participant>> ParticipantsAsync(GroupId group);

    /// <summary>The end of a group's chat, oldest first.</summary>
    /// <param name="before">Only messages with a smaller sequence number; null for up to the newest.</param>
    /// <param name="limit">How many at most: the newest of them.</param>
    Task<ImmutableArray<ChatMessage>> MessagesAsync(GroupId group, long? before, int limit);

    /// <summary>The message that a terminal recorded under this id; null when there is none.</summary>
    Task<ChatMessage?> FindMessageAsync(GroupId group, TerminalId terminal, string id);
}
