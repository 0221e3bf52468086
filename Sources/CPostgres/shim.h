// The client side of PostgreSQL, from Debian's libpq.
//
// Nothing is linked: libpq brings Kerberos, LDAP and their libraries, which every start of the program would pay for. The
// library is loaded when a database is first named; its own header gives the functions their types.
#include <dlfcn.h>
#include <postgresql/libpq-fe.h>

// What is used of the library.
struct steelyard_libpq {
  __typeof__(PQlibVersion) *version;
  __typeof__(PQconninfoParse) *parse;
  __typeof__(PQconninfoFree) *freeOptions;
  __typeof__(PQconnectdbParams) *connect;
  __typeof__(PQfinish) *finish;
  __typeof__(PQstatus) *status;
  __typeof__(PQerrorMessage) *message;
  __typeof__(PQparameterStatus) *parameter;
  __typeof__(PQsetNoticeProcessor) *setNotices;
  __typeof__(PQexecParams) *execute;
  __typeof__(PQprepare) *prepare;
  __typeof__(PQdescribePrepared) *describe;
  __typeof__(PQresultStatus) *resultStatus;
  __typeof__(PQresultErrorField) *errorField;
  __typeof__(PQntuples) *rowCount;
  __typeof__(PQnfields) *columnCount;
  __typeof__(PQfname) *columnName;
  __typeof__(PQftype) *columnType;
  __typeof__(PQgetvalue) *value;
  __typeof__(PQclear) *clear;
  __typeof__(PQgetResult) *nextResult;
  __typeof__(PQgetCopyData) *copyData;
  __typeof__(PQfreemem) *freeMemory;
};

// The fields of an error, as numbers.
enum { steelyard_sqlstate = PG_DIAG_SQLSTATE, steelyard_position = PG_DIAG_STATEMENT_POSITION };

// Loads the library; 0 where it is not there or lacks a function.
static inline int steelyard_libpq_load(struct steelyard_libpq *library) {
  void *handle = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return 0;
#define STEELYARD_FIND(field, name) ((library->field = (__typeof__(name) *)dlsym(handle, #name)) != 0)
  return STEELYARD_FIND(version, PQlibVersion) && STEELYARD_FIND(parse, PQconninfoParse)
    && STEELYARD_FIND(freeOptions, PQconninfoFree) && STEELYARD_FIND(connect, PQconnectdbParams)
    && STEELYARD_FIND(finish, PQfinish) && STEELYARD_FIND(status, PQstatus)
    && STEELYARD_FIND(message, PQerrorMessage) && STEELYARD_FIND(parameter, PQparameterStatus)
    && STEELYARD_FIND(setNotices, PQsetNoticeProcessor) && STEELYARD_FIND(execute, PQexecParams)
    && STEELYARD_FIND(prepare, PQprepare) && STEELYARD_FIND(describe, PQdescribePrepared)
    && STEELYARD_FIND(resultStatus, PQresultStatus) && STEELYARD_FIND(errorField, PQresultErrorField)
    && STEELYARD_FIND(rowCount, PQntuples) && STEELYARD_FIND(columnCount, PQnfields)
    && STEELYARD_FIND(columnName, PQfname) && STEELYARD_FIND(columnType, PQftype) && STEELYARD_FIND(value, PQgetvalue)
    && STEELYARD_FIND(clear, PQclear) && STEELYARD_FIND(nextResult, PQgetResult)
    && STEELYARD_FIND(copyData, PQgetCopyData) && STEELYARD_FIND(freeMemory, PQfreemem);
#undef STEELYARD_FIND
}
