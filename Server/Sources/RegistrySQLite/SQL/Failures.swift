import Foundation
import GRDB
import GRDBSQLite
import Registry

extension StoreFailure {
  /// The registry's error for an error of the database. Other errors (of a body) pass unchanged.
  ///
  /// Nothing that was bound to a statement gets into a message: not a password's hash, not a body.
  static func naming(_ error: any Error, on connection: Database? = nil, at path: String) -> any Error {
    switch error {
    case let error as DatabaseError:
      StoreFailure(
        error.extendedResultCode, message: error.message ?? "", systemError: systemError(on: connection),
        at: path)
    case let error as RowDamage: StoreFailure.damaged("\(path): \(error.what): \(adviceOnDamage)")
    case is RowDecodingError: StoreFailure.damaged("\(path): a value has another type: \(adviceOnDamage)")
    default: error
    }
  }

  /// - Parameter systemError: the `errno` of the last system call that failed; counts for I/O errors only.
  init(_ code: ResultCode, message: String, systemError: Int32, at path: String) {
    let reason = "\(path): \(message)"
    switch code.primaryResultCode {
    case .SQLITE_FULL: self = .full("\(reason): make room, then try again")
    // SQLite calls only ENOSPC full.
    case .SQLITE_IOERR where [ENOSPC, EDQUOT, EFBIG].contains(systemError):
      self = .full("\(reason): make room or raise the quota, then try again")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      self = .readOnly("\(reason): the file and its folder have to be there and writable")
    case .SQLITE_CONSTRAINT: self = .conflict(message)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self = .damaged("\(reason): \(Self.adviceOnDamage)")
    // GRDB's error for a connection that was closed.
    case .SQLITE_MISUSE where message == "Connection is closed": self = .closed
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .unavailable("\(reason): another program holds the file; try again")
    default: self = .unavailable(reason)
    }
  }

  private static let adviceOnDamage = "put a copy of the file aside, and restore a backup"

  private static func systemError(on connection: Database?) -> Int32 {
    guard let handle = connection?.sqliteConnection else { return 0 }
    return sqlite3_system_errno(handle)
  }

  /// Whether the transaction can go on: only its last statement was refused.
  var leavesTransactionWhole: Bool {
    if case .conflict = self { true } else { false }
  }
}
